/** Where the server answers; empty means the page's own origin. Set when the page is served from elsewhere. */
export const serverUrl: string = (
  import.meta.env.VITE_API_URL ??
  import.meta.env.VITE_API_BASE_URL ??
  import.meta.env.VITE_WS_BASE_URL ??
  import.meta.env.NEXT_PUBLIC_SOCKET_URL ??
  ""
)
  // The page builds `/api/…` itself and the socket library wants http(s).
  .replace(/\/(api)?\/?$/, "")
  .replace(/^ws/, "http");
