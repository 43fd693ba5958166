// The name of the organisation that a token is for, out of the list of all organisations of its person.

const longestName = 200;

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/**
 * Takes the one that `organization_id` names, else the usual one, else the only one. Undefined: nothing tells.
 * @param claim holds `organizations`, of which each has an `id`, a `title` and perhaps `is_default`
 */
export function organizationIn(claim: unknown): string | undefined {
  const { organizations, organization_id: named } = fieldsOf(claim);
  const list = Array.isArray(organizations) ? organizations.map(fieldsOf) : [];
  const found =
    list.find(({ id }) => typeof named === 'string' && id === named) ??
    list.find((each) => each['is_default'] === true) ??
    (list.length === 1 ? list[0] : undefined);
  const title = found?.['title'];
  const name = typeof title === 'string' ? title.trim() : '';
  return name === '' || name.length > longestName ? undefined : name;
}
