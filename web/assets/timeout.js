// Five minutes before the session ends a banner says so, and one press prolongs it. Times come from the server as seconds
// that are left, so that a wrong clock in the browser does no harm.
const WARNING_MS = 5 * 60_000;

/** @param {HTMLElement} banner */
export function warnBeforeTheEnd(banner) {
  const text = banner.querySelector('[data-app-timeout-text]');
  const stay = banner.querySelector('[data-app-timeout-stay]');
  if (text === null || stay === null) return;
  let timers = [];
  const say = (words) => {
    text.textContent = words;
    banner.hidden = false;
  };
  const wait = (seconds) => {
    timers.forEach((timer) => clearTimeout(timer));
    banner.hidden = true;
    stay.hidden = false;
    const left = seconds * 1_000;
    timers = [
      setTimeout(() => say(text.dataset.soon), Math.max(0, left - WARNING_MS)),
      setTimeout(() => {
        stay.hidden = true;
        say(text.dataset.over);
      }, left),
    ];
  };
  stay.addEventListener('click', async () => {
    try {
      const answer = await fetch('/session/prolong', {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'X-CSRF-Token': banner.dataset.csrf },
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const { secondsLeft } = await answer.json();
      wait(secondsLeft);
    } catch {
      say(text.dataset.over);
    }
  });
  wait(Number(banner.dataset.seconds));
}
