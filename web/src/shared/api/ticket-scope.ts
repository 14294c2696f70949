/** Root of the query keys of everything that belongs to one ticket, whichever feature reads it. */
export function ticketScope(id: string): readonly ["ticket", string] {
  return ["ticket", id];
}
