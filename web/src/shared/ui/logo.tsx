/** A D drawn by one wire that ends in a signal. */
export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" className="logo">
      <rect width="32" height="32" rx="8" className="logo-ground" />
      <path d="M3 22.5h7.5V9.5h4.6a6.5 6.5 0 0 1 0 13h-.6" className="logo-wire" />
      <circle cx="26" cy="8" r="3" className="logo-signal" />
    </svg>
  );
}
