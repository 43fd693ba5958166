// What the texts of one language have to be so that they can stand in the place of another's.

/** As the English ones, whatever they say. */
export type Texts<English extends object> = {
  readonly [Name in keyof English]: English[Name] extends string ? string : English[Name];
};
