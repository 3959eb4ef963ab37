// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { updateView } from '../../../renderer/state/router';
import { useLinkText } from '../../../renderer/state/useLinkText';

function Field({ name }: { readonly name: string }) {
  const { text, type, settle } = useLinkText(name);
  return (
    <input
      aria-label={name}
      value={text}
      onChange={({ currentTarget }) => type(currentTarget.value)}
      onBlur={settle}
    />
  );
}

const field = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'title' });
const typeIn = (value: string) => fireEvent.change(field(), { target: { value } });
const pause = () => act(() => vi.advanceTimersByTimeAsync(1000));

/** The link changes as it does when a person goes back, or opens one. */
function goTo(hash: string): void {
  act(() => {
    window.history.replaceState(null, '', hash);
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  window.location.hash = '#/reports/mine?title=Old';
  render(<Field name="title" />);
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('a text that the link keeps', () => {
  it('shows at once what is typed, and changes the link once when typing pauses', async () => {
    const changes = vi.spyOn(window.history, 'replaceState');
    for (const value of ['N', 'Ne', 'New']) {
      typeIn(value);
      expect(field().value).toBe(value);
    }
    expect(window.location.hash).toBe('#/reports/mine?title=Old');
    await pause();
    expect(window.location.hash).toBe('#/reports/mine?title=New');
    expect(changes).toHaveBeenCalledTimes(1);
    expect(field().value).toBe('New');
  });

  it('is in the link as soon as the field is left, so that the next change of the view keeps it', () => {
    typeIn('New');
    fireEvent.blur(field());
    expect(window.location.hash).toBe('#/reports/mine?title=New');
    act(() => updateView({ sections: 'methods' }));
    expect(window.location.hash).toBe('#/reports/mine?title=New&sections=methods');
  });

  it('leaves no key behind when it is emptied', async () => {
    typeIn('');
    await pause();
    expect(window.location.hash).toBe('#/reports/mine');
  });

  it('follows the link, and never writes into a view that it was not typed in', async () => {
    typeIn('New');
    goTo('#/reports/mine?title=Other');
    expect(field().value).toBe('Other');
    await pause();
    expect(window.location.hash).toBe('#/reports/mine?title=Other');
  });

  it('is still being typed while something else of the view changes', async () => {
    typeIn('New');
    goTo('#/reports/mine?title=Old&sections=methods');
    expect(field().value).toBe('New');
    await pause();
    expect(window.location.hash).toBe('#/reports/mine?title=New&sections=methods');
    goTo('#/reports/mine?title=Old');
    expect(field().value).toBe('Old');
  });

  it('writes nothing after its place is left', async () => {
    typeIn('New');
    cleanup();
    await pause();
    expect(window.location.hash).toBe('#/reports/mine?title=Old');
  });
});
