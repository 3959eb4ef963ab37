import type { ReactNode } from 'react';
import type { WorkbenchError } from '../../electron/contract/errors';
import { StatusMark, type Tone } from './StatusMark';

/** A sentence that wants attention, with what can be done about it. */
export function Message(props: {
  readonly tone: Tone;
  readonly word: string;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
  readonly details?: string | undefined;
}) {
  const { tone, word, children, actions, details } = props;
  return (
    <div className={`message message-${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <StatusMark tone={tone} word={word} />
      <div className="message-text">
        {children}
        {details !== undefined && (
          <details>
            <summary>Details</summary>
            <pre tabIndex={0}>{details}</pre>
          </details>
        )}
      </div>
      {actions && <div className="message-actions">{actions}</div>}
    </div>
  );
}

export function ErrorMessage(props: {
  readonly error: WorkbenchError;
  readonly actions?: ReactNode;
}) {
  return (
    <Message tone="bad" word="Error" details={props.error.details} actions={props.actions}>
      {props.error.message}
    </Message>
  );
}
