// What is typed into a form of a case is kept on the server each minute, so that it survives a closed window or a signed-out
// session. The browser itself keeps nothing. Without this script drafts are kept when sending fails.
const EACH_MS = 60_000;

/** @param {HTMLFormElement} form */
export function keepDrafts(form) {
  const key = form.querySelector('input[name="_key"]');
  const token = form.querySelector('input[name="_csrf"]');
  if (key === null || token === null) return;
  const said = document.createElement('p');
  said.className = 'govuk-hint govuk-!-font-size-16';
  said.setAttribute('role', 'status');
  form.append(said);
  const typed = () => {
    const fields = {};
    for (const [name, value] of new FormData(form)) {
      if (name.startsWith('_') || typeof value !== 'string' || value === '') continue;
      fields[name] = name in fields ? [fields[name], value].flat() : value;
    }
    return JSON.stringify(fields);
  };
  let kept = typed();
  setInterval(async () => {
    const now = typed();
    if (now === kept) return;
    try {
      const answer = await fetch('/drafts', {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'X-CSRF-Token': token.value },
        body: new URLSearchParams({ of: form.dataset.appDraft, key: key.value, fields: now }),
      });
      if (!answer.ok) return;
      const { saved } = await answer.json();
      kept = now;
      said.textContent = saved ? form.dataset.appDraftSaid : '';
    } catch {
      // The network or the server is away: the next minute tries again, and the form itself still has everything.
    }
  }, EACH_MS);
}
