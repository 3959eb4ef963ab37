/** What is being waited for, in words. */
export function Loading({ what }: { readonly what: string }) {
  return (
    <p className="loading note" role="status">
      <span className="loading-mark" aria-hidden="true" /> {what}
    </p>
  );
}
