/** Buttons that copy a reference or a number. They are hidden where there is no script or no clipboard. */
export function offerCopy(button) {
  if (navigator.clipboard === undefined) return;
  const text = button.textContent;
  button.hidden = false;
  button.addEventListener('click', () => {
    navigator.clipboard.writeText(button.dataset.appCopy).then(
      () => {
        button.textContent = button.dataset.copied;
        setTimeout(() => (button.textContent = text), 3_000);
      },
      () => undefined,
    );
  });
}
