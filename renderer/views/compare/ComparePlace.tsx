import { useRoute } from '../../state/router';
import { OpenRun } from '../../widgets/OpenRun';
import { BranchForm } from './BranchForm';
import { CompareRun } from './CompareRun';

/** Two sides next to each other: branches that are measured for it, or runs that exist. */
export function ComparePlace() {
  const { view } = useRoute();
  return (
    <>
      <h1 className="visually-hidden">Compare</h1>
      {view['new'] === 'branches' ? (
        <BranchForm />
      ) : (
        <OpenRun
          render={(document) => <CompareRun key={document.header.runId} document={document} />}
        />
      )}
    </>
  );
}
