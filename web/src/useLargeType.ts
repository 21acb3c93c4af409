import { useCallback, useEffect, useState } from "react";

const KEY = "jiabao.largeType";

/** Large type for older customers; the choice is the only thing that the page stores. */
export function useLargeType(): [boolean, () => void] {
  const [large, setLarge] = useState(() => read() === "1");
  useEffect(() => {
    document.documentElement.classList.toggle("large-type", large);
    write(large ? "1" : "0");
  }, [large]);
  const toggle = useCallback(() => setLarge((now) => !now), []);
  return [large, toggle];
}

// Storage may be forbidden, in private windows and in frames.
function read(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function write(value: string): void {
  try {
    localStorage.setItem(KEY, value);
  } catch {
    // The choice then lasts until the page is closed.
  }
}
