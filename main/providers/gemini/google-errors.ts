// What stands in Google’s errors: a status in words and the reasons behind it (google.rpc.Status with ErrorInfo).
import * as z from 'zod/mini';
import { jsonOf } from '../answers.ts';

const word = z.string().check(z.regex(/^[A-Z][A-Z\d_]{0,79}$/));
const errorShape = z.object({
  error: z.object({
    status: z.optional(z.unknown()),
    details: z.optional(z.array(z.unknown())),
  }),
});
const statusShape = z.object({ error: z.object({ status: word }) });
const reasonShape = z.object({ reason: word });

/** Every word of the answer that says what is wrong, `API_KEY_INVALID`; none where it says nothing in this form. */
export async function errorWordsOf(response: Response): Promise<readonly string[]> {
  const body = jsonOf(await response.clone().text());
  const error = errorShape.safeParse(body).data?.error;
  const status = statusShape.safeParse(body).data?.error.status;
  const reasons = (error?.details ?? []).flatMap(
    (detail) => reasonShape.safeParse(detail).data?.reason ?? [],
  );
  return [...(status === undefined ? [] : [status]), ...reasons];
}
