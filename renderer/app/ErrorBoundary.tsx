import { Component, type ReactNode } from 'react';

interface Props {
  /** What broke, as the start of a sentence: "The view". */
  readonly what: string;
  readonly children: ReactNode;
}

/** A fault in one view leaves the rest of the window usable; what was recorded is safe on disk. */
export class ErrorBoundary extends Component<Props, { readonly error?: Error | undefined }> {
  override state: { readonly error?: Error | undefined } = {};

  static getDerivedStateFromError(error: Error): { readonly error: Error } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <div className="card boundary" role="alert">
        <h2>{this.props.what} could not be drawn</h2>
        <p>Nothing recorded is lost: the run file is on disk.</p>
        <pre tabIndex={0}>{error.stack ?? error.message}</pre>
        <button type="button" onClick={() => this.setState({ error: undefined })}>
          Try again
        </button>
      </div>
    );
  }
}
