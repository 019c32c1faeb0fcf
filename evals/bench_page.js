// Notes, in a page that is measured, when what it shows was painted: milliseconds since it was asked for.
// `pageTimer.ready` and `pageTimer.answered` are promises of them; a new one of `answered` is made at each Enter.
window.pageTimer = (() => {
  const seen = (one) => one.textContent.trim() && one.checkVisibility({ visibilityProperty: true });
  const shown = (selector) => [...document.querySelectorAll(selector)].find(seen);
  // What is in the document is on the screen after the frame that draws it.
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()))));
  const watching = new Set();
  const once = (holds) =>
    new Promise((done) => {
      const look = () => {
        if (holds()) {
          watching.delete(look);
          done(painted());
        }
      };
      watching.add(look);
      look();
    });
  new MutationObserver(() => watching.forEach((look) => look())).observe(document, {
    attributes: true,
    characterData: true,
    childList: true,
    subtree: true,
  });

  const timer = {
    ready: once(
      () => shown(".aa-welcome") && document.querySelector('[data-testid="stChatInputTextArea"]:not(:disabled)')
    ),
    answered: null,
  };
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Enter") return;
      const turn = `.st-key-turn-${document.querySelectorAll(".aa-question").length + 1}`;
      const entered = event.timeStamp;
      // A refusal and an error have no sentences: they are the first to be read, and the whole.
      const whole = `${turn} .aa-answer .aa-caption, ${turn} .aa-error`;
      const first = once(() => shown(`${turn} .aa-answer [data-rests], ${whole}`));
      timer.answered = Promise.all([first, once(() => shown(whole))]).then(([sentence, all]) => ({
        first: sentence - entered,
        whole: all - entered,
        error: shown(`${turn} .aa-error`)?.textContent ?? "",
      }));
    },
    true
  );
  return timer;
})();
