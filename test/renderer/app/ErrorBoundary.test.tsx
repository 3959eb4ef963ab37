// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ErrorBoundary } from '../../../renderer/app/ErrorBoundary';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

describe('a view that cannot be drawn', () => {
  it('says so in its own place, and can be tried again', () => {
    // React reports what a boundary caught; here that is what is wanted.
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    let broken = true;
    const View = () => {
      if (broken) throw new Error('no such column');
      return <p>figures</p>;
    };
    render(
      <ErrorBoundary what="This view">
        <View />
      </ErrorBoundary>,
    );
    expect(screen.getByRole('alert').textContent).toContain('This view could not be drawn');
    broken = false;
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(screen.getByText('figures')).toBeTruthy();
  });
});
