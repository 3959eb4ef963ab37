/** Members by key, in the order of their first appearance. (Map.groupBy comes with Node 21.) */
export function groupBy<K, T>(members: readonly T[], keyOf: (member: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const member of members) {
    const key = keyOf(member);
    const group = groups.get(key) ?? [];
    group.push(member);
    groups.set(key, group);
  }
  return groups;
}
