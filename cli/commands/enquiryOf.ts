import { z } from 'zod';
import { ClientProblem, type ApiClient } from '../client.js';
import { accepted } from './apiCommand.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const found = z.looseObject({ enquiries: z.array(z.looseObject({ case: z.string() })) });

/** The id of a case that a person names by its id or its reference. */
export async function enquiryOf(client: ApiClient, named: string): Promise<string> {
  if (UUID.test(named)) return named;
  const answer = accepted(await client.get(`/v1/enquiries?reference=${encodeURIComponent(named)}`), found);
  const [first] = answer.enquiries;
  if (first === undefined) throw new ClientProblem(`There is no enquiry ${named}.`);
  return first.case;
}
