import { useEffect, useRef, useState } from 'react';
import { currentRoute, updateView, useRoute } from './router';

/** Typing pauses this long before the link takes the text: a link may change 200 times in 10 s only. */
const PAUSE_MS = 250;

/** A text that is typed here and kept in the link. */
export interface LinkText {
  readonly text: string;
  readonly type: (text: string) => void;
  /** Puts what has been typed into the link now: before anything else changes the view. */
  readonly settle: () => void;
}

interface Typed {
  readonly text: string;
  /** What the link said when typing began. Once it says something else, this is another view's text. */
  readonly over: string;
}

/** The text that the view keeps under `key`; shown at once, in the link when typing pauses. */
export function useLinkText(key: string): LinkText {
  const linked = useRoute().view[key] ?? '';
  const [typed, setTyped] = useState<Typed>();
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(pause.current), []);
  const put = ({ text, over }: Typed): void => {
    clearTimeout(pause.current);
    if ((currentRoute().view[key] ?? '') === over) updateView({ [key]: text });
    setTyped(undefined);
  };
  return {
    text: typed?.over === linked ? typed.text : linked,
    type: (text) => {
      const next = { text, over: linked };
      setTyped(next);
      clearTimeout(pause.current);
      pause.current = setTimeout(() => put(next), PAUSE_MS);
    },
    settle: () => {
      if (typed !== undefined) put(typed);
    },
  };
}
