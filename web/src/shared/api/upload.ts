import { ApiError, apiUrl, problemOf, unreachable } from "./http";

/** Sends a form and reports progress from 0 to 1. `fetch` cannot report it, hence XMLHttpRequest. */
export function upload<T>(path: string, form: FormData, onProgress: (done: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", apiUrl(path));
    request.withCredentials = true;
    request.setRequestHeader("Accept", "application/json");
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as T);
      else reject(new ApiError(problemOf(request.status, request.responseText)));
    };
    request.onerror = () => reject(new ApiError(unreachable()));
    request.send(form);
  });
}
