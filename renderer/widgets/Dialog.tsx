import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';

/** A small window over the page; Escape closes it and the focus goes back where it was. */
export function Dialog(props: {
  readonly title: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const { title, opened, onClose, children } = props;
  return (
    <Modal.Root opened={opened} onClose={onClose} size="sm" transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content>
        {/* Not Modal.Header: a second banner would confuse those who move by landmarks. */}
        <div className="dialog-head">
          <Modal.Title>{title}</Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
