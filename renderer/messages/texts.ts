// What the texts of one language have to be so that they can stand in the place of another's.

/** As the English ones, whatever they say: at any depth, and in what they answer when they are asked. */
export type Texts<English> = English extends string
  ? string
  : English extends (...about: infer About) => infer Answer
    ? (...about: About) => Texts<Answer>
    : English extends object
      ? { readonly [Name in keyof English]: Texts<English[Name]> }
      : English;
