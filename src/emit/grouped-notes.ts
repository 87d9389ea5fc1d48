/** How many places a note lists beside its own; of more the last are counted. */
const mostNamed = 3;

const place = /"(?:[^"\\]|\\.)*"/;

/** One note for all places of which the same is to be said, in the order of the first. */
export function groupedNotes(notes: readonly string[]): readonly string[] {
  const placesOf = new Map<string, { readonly first: string; readonly others: Set<string> }>();
  for (const note of notes) {
    const said = note.replace(place, '""');
    const known = placesOf.get(said);
    if (known === undefined) {
      placesOf.set(said, { first: note, others: new Set() });
    } else if (note !== known.first) {
      known.others.add(place.exec(note)?.[0] ?? "");
    }
  }
  return [...placesOf.values()].map(({ first, others }) => withOthers(first, [...others]));
}

function withOthers(note: string, others: readonly string[]): string {
  if (others.length === 0) {
    return note;
  }
  const listed =
    others.length <= mostNamed
      ? others
      : [...others.slice(0, mostNamed - 1), `${others.length - mostNamed + 1} others`];
  const before = listed.slice(0, -1).join(", ");
  return `${note} (and so for ${before === "" ? "" : `${before} and `}${listed.at(-1)})`;
}
