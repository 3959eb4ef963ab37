import { Button } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import type { WorkbenchError } from '../../electron/contract/errors';
import type { RunDocument, RunId } from '../../electron/contract/runFile';
import { useAppState } from '../state/hooks';
import { runToShow } from '../state/selectors';
import { navigate, useRoute } from '../state/router';
import { FirstStart } from './FirstStart';
import { Loading } from './Loading';
import { ErrorMessage } from './Message';

/** The document that the link names, or what stands in its place until there is one. */
export function OpenRun(props: { readonly render: (document: RunDocument) => ReactNode }) {
  const route = useRoute();
  const opened = useAppState((state) => state.opened);
  const runs = useAppState((state) => state.runs);
  const chosen = useAppState(runToShow);
  useEffect(() => {
    if (route.runId !== undefined || chosen === undefined) return;
    navigate({ ...route, runId: chosen }, 'replace');
  }, [route, chosen]);
  if (route.runId === undefined) {
    if (runs.status === 'error') return <ErrorMessage error={runs.error} />;
    if (runs.status === 'loading' || chosen !== undefined) {
      return <Loading what="Reading the library of runs" />;
    }
    return <FirstStart />;
  }
  if (opened?.runId !== route.runId || opened.document.status === 'loading') {
    return <Loading what="Reading the run file" />;
  }
  if (opened.document.status === 'error') {
    return (
      <ErrorMessage
        error={errorOf(route.runId, opened.document.error)}
        actions={
          <Button variant="default" size="compact-xs" component="a" href="#/overview">
            Newest run
          </Button>
        }
      />
    );
  }
  return props.render(opened.document.value);
}

/** A link to a run that is not here says so first, and what the system said as details. */
function errorOf(runId: RunId, error: WorkbenchError): WorkbenchError {
  return error.code === 'not_found'
    ? {
        code: error.code,
        message: `Run ${runId} is not in this library: it was removed, or the link is of another machine.`,
        details: error.message,
      }
    : error;
}
