/** Buttons that copy. They are hidden where there is no script or no clipboard. */
function offer(button, textOf) {
  if (navigator.clipboard === undefined) return;
  const label = button.innerHTML;
  button.hidden = false;
  button.addEventListener('click', () => {
    navigator.clipboard.writeText(textOf()).then(
      () => {
        button.textContent = button.dataset.copied;
        setTimeout(() => (button.innerHTML = label), 3_000);
      },
      () => undefined,
    );
  });
}

/** A reference or a number. */
export const offerCopy = (button) => offer(button, () => button.dataset.appCopy);

/** Everything that was written in the forms of the page, each with what it answers. */
export const offerCopyOfTyped = (button) => offer(button, typed);

const typed = () =>
  [...document.querySelectorAll('main textarea, main input[type="text"], main input:not([type])')]
    .filter(({ value }) => value.trim() !== '')
    .map((field) => `${field.labels?.[0]?.textContent.trim() ?? field.name}: ${field.value}`)
    .join('\n\n');
