// What command line and app say about logins that a company's server offers to a program.
import * as z from 'zod/mini';

export const companyLoginsShape = z.object({
  schema: z.literal(1),
  logins: z.array(
    z.object({
      url: z.string(),
      /** In which the program keeps the key for its settings. */
      variable: z.string(),
    }),
  ),
});
export type CompanyLoginsAnswer = z.output<typeof companyLoginsShape>;

/** `url`: the server's address as the program keeps it. */
export const companyLoginShape = z.object({ ...companyLoginsShape.shape, url: z.string() });
export type CompanyLoginAnswer = z.output<typeof companyLoginShape>;

export const companyLogoutShape = z.object({ ...companyLoginsShape.shape, wasThere: z.boolean() });
export type CompanyLogoutAnswer = z.output<typeof companyLogoutShape>;

export const companyLoginRequestShape = z.strictObject({
  address: z.string().check(z.minLength(1), z.maxLength(2048)),
});
