const missing = "a key that is missing reads as null";

/** Tests that we fail on purpose, each with the departure from CEL that it meets. */
export const departures: ReadonlyMap<string, string> = new Map([
  ["fields/map_fields/map_field_select_no_such_key", missing],
  ["fields/map_fields/map_field_select_no_such_key_or_false", missing],
  ["fields/map_fields/map_field_select_no_such_key_and_true", missing],
  ["macros2/all/list_elem_type_exhaustive", "arithmetic asks what JSON of unknown kind is"],
]);
