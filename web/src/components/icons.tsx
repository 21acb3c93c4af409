/** The few drawings of the page; decoration only, so hidden from screen readers. */

const STROKE = {
  fill: "none",
  stroke: "currentColor",
  strokeWidth: 1.8,
  strokeLinecap: "round",
  strokeLinejoin: "round",
} as const;

export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="9" fill="var(--jade)" />
      <path d="M7 16.2 16 8.5l9 7.7" {...STROKE} stroke="#fffdf8" strokeWidth="2.4" />
      <path
        d="M16 24.2c-3.4-2.1-5-3.9-5-5.9 0-1.5 1.1-2.6 2.5-2.6 1 0 1.9.5 2.5 1.4.6-.9 1.5-1.4 2.5-1.4 1.4 0 2.5 1.1 2.5 2.6 0 2-1.6 3.8-5 5.9Z"
        fill="#f0b48a"
      />
    </svg>
  );
}

export function PersonIcon() {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" {...STROKE}>
      <circle cx="12" cy="8" r="3.6" />
      <path d="M4.8 20c.6-4 3.4-6.2 7.2-6.2s6.600 2.200 7.200 6.200" />
    </svg>
  );
}

export function DownIcon() {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" {...STROKE}>
      <path d="M12 5v14M6 13l6 6 6-6" />
    </svg>
  );
}

export function SendIcon() {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" {...STROKE}>
      <path d="M12 19V5M6 11l6-6 6 6" />
    </svg>
  );
}
