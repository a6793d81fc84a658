import type { Transaction } from 'kysely';
import { normaliseFullName, normaliseName } from '../domain/similarity.js';
import type { ChildDetails, ContactDetails, ReferrerDetails } from './childDetails.js';
import type { Of } from './projections.js';
import type { Schema } from './schema.js';

/** Writes the child of a new case with its addresses. */
export async function storeChild(tx: Transaction<Schema>, of: Of, child: ChildDetails): Promise<void> {
  await tx
    .insertInto('subjects')
    .values({
      authority: of.authority,
      case_id: of.caseId,
      given_name: child.givenName ?? null,
      family_name: child.familyName ?? null,
      other_names: child.otherNames ?? null,
      normalised_name: normaliseFullName(child),
      date_of_birth: child.dateOfBirth ?? null,
      dob_estimated: child.dobEstimated ?? false,
      sex: child.sex ?? null,
      school: child.school ?? null,
      more: JSON.stringify(child.more ?? {}),
    })
    .execute();
  await storeWords(tx, of, child);
  const addresses = (child.addresses ?? []).map((address, position) => ({
    authority: of.authority,
    case_id: of.caseId,
    position,
    kind: address.kind,
    lines: address.lines,
    postcode: address.postcode ?? null,
    normalised: normaliseName(`${address.lines} ${address.postcode ?? ''}`),
    withheld: address.withheld ?? false,
  }));
  if (addresses.length > 0) await tx.insertInto('subject_addresses').values(addresses).execute();
}

/** Writes the words by which the child's name is found. */
export async function storeWords(
  tx: Transaction<Schema>,
  of: Of,
  child: Pick<ChildDetails, 'givenName' | 'familyName'>,
): Promise<void> {
  const words = new Set(normaliseFullName(child).split(' '));
  words.delete('');
  const rows = [...words].map((word) => ({ authority: of.authority, case_id: of.caseId, word }));
  if (rows.length > 0) await tx.insertInto('subject_words').values(rows).execute();
}

/** Writes a further referrer and answers its number on the case. The case row must be locked, or new. */
export async function storeReferrer(tx: Transaction<Schema>, of: Of, referrer: ReferrerDetails): Promise<number> {
  const last = await tx
    .selectFrom('referrers')
    .select((select) => select.fn.max('referrer').as('referrer'))
    .where('authority', '=', of.authority)
    .where('case_id', '=', of.caseId)
    .executeTakeFirst();
  const number = (last?.referrer ?? 0) + 1;
  await tx
    .insertInto('referrers')
    .values({
      authority: of.authority,
      case_id: of.caseId,
      referrer: number,
      kind: referrer.kind,
      name: referrer.name ?? null,
      organisation: referrer.organisation ?? null,
      email: referrer.email ?? null,
      phone: referrer.phone ?? null,
      reply: referrer.reply,
      verified: referrer.verified,
      child_named: referrer.childNamed ?? null,
    })
    .execute();
  return number;
}

/** Adds contacts behind those that the case has; what is known already is not written twice. */
export async function storeContacts(
  tx: Transaction<Schema>,
  of: Of,
  contacts: readonly ContactDetails[],
): Promise<void> {
  if (contacts.length === 0) return;
  const known = await tx
    .selectFrom('case_contacts')
    .selectAll()
    .where('authority', '=', of.authority)
    .where('case_id', '=', of.caseId)
    .execute();
  for (const contact of contacts) {
    const sameRole = known.filter((row) => row.role === contact.role);
    const row = {
      authority: of.authority,
      case_id: of.caseId,
      role: contact.role,
      position: sameRole.length,
      name: contact.name ?? null,
      email: contact.email ?? null,
      phone: contact.phone ?? null,
      address: contact.address ?? null,
      relationship: contact.relationship ?? null,
      safe_to_contact: contact.safeToContact ?? null,
    };
    const twin = sameRole.some(
      (other) =>
        other.name === row.name &&
        other.email === row.email &&
        other.phone === row.phone &&
        other.address === row.address,
    );
    if (twin) continue;
    await tx.insertInto('case_contacts').values(row).execute();
    known.push(row);
  }
}
