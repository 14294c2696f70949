/** The page's lines in the browser's console. They are part of the product: people follow the connection there. */
export function logInfo(line: string): void {
  // eslint-disable-next-line no-console -- the one door to the console
  console.info(line);
}
