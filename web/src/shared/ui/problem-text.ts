import { ApiError } from "@/shared/api/http";
import { isMessageKey, t } from "@/shared/messages/messages";

/** A field of the API by the name people know it by. */
export function fieldLabel(field: string): string {
  const key = `field.${field}`;
  return isMessageKey(key) ? t(key) : field;
}

/** What went wrong in one line, in the server's words where there are any. */
export function problemText(error: unknown): string {
  if (!(error instanceof ApiError)) return t("error.unexpected");
  const { title, detail, errors } = error.problem;
  return errors?.map(({ message }) => message).join(" ") || detail || title;
}
