import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";

const NEAR_PX = 120;
const MARGIN_PX = 12;
/** A message that takes more than this share of the log is read from its top. */
const TALL = 0.6;
/** A scroll event within this time of our own scrolling is ours. */
const OWN_SCROLL_MS = 700;
/** A longer way (in screens) is jumped: gliding past a whole plan would outlast OWN_SCROLL_MS. */
const GLIDE_SCREENS = 1.5;

interface Follow {
  scroller: RefObject<HTMLDivElement>;
  /** The customer reads further up, out of sight of the newest message. */
  away: boolean;
  toLatest: () => void;
}

/**
 * Keep the newest turn in sight without running past its beginning.
 *
 * After each change the log scrolls to its end, but never beyond the top of a long message:
 * a plan is read from its first line. Who scrolled up to read is left alone.
 */
export function useFollow(version: string, sending: boolean, animate: boolean): Follow {
  const scroller = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const ownScroll = useRef(0);
  const [away, setAway] = useState(false);

  const scrollTo = useCallback((top: number, smooth: boolean) => {
    const box = scroller.current;
    if (!box) return;
    ownScroll.current = Date.now();
    const calm = window.matchMedia?.("(prefers-reduced-motion: reduce)").matches;
    const far = Math.abs(top - box.scrollTop) > box.clientHeight * GLIDE_SCREENS;
    box.scrollTo?.({ top, behavior: smooth && !calm && !far ? "smooth" : "auto" });
  }, []);

  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const onScroll = () => {
      const rest = box.scrollHeight - box.scrollTop - box.clientHeight;
      setAway(rest > box.clientHeight * 0.8);
      if (Date.now() - ownScroll.current > OWN_SCROLL_MS) following.current = rest < NEAR_PX;
    };
    box.addEventListener("scroll", onScroll, { passive: true });
    return () => box.removeEventListener("scroll", onScroll);
  }, []);

  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    if (sending) following.current = true;
    if (!following.current) return;
    scrollTo(turnTop(box), animate);
  }, [version, sending, animate, scrollTo]);

  const toLatest = useCallback(() => {
    following.current = true;
    if (scroller.current) scrollTo(scroller.current.scrollHeight, true);
  }, [scrollTo]);

  return { scroller, away, toLatest };
}

/** The end of the log, or the first message of the newest answer that nearly fills the screen. */
function turnTop(box: HTMLElement): number {
  const end = box.scrollHeight - box.clientHeight;
  const messages = Array.from(box.querySelectorAll<HTMLElement>("[data-role]"));
  const own = messages.map((message) => message.dataset.role).lastIndexOf("user");
  const tall = messages
    .slice(own + 1)
    .find((message) => message.offsetHeight > box.clientHeight * TALL);
  if (!tall) return end;
  const top = tall.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
  return Math.min(end, top - MARGIN_PX);
}
