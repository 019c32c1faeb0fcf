// What the page does without asking the server.
if (!window.articleAssistant) {
  // Brings a new turn into view: Streamlit follows new ones only for who is at the very end already.
  const showTurn = (turn) => {
    document.getElementById(turn)?.scrollIntoView();
    document.querySelector(".st-key-sources")?.scrollTo(0, 0);
  };

  // Shows the sources of a citation's turn and brings the cited sentence into view. The link alone would do that
  // too, but a browser then scrolls the conversation as well, and what was clicked moves away.
  const showSentence = (sentence) => {
    document.querySelectorAll(".aa-followed").forEach((former) => former.classList.remove("aa-followed"));
    sentence.classList.add("aa-followed");
    sentence.scrollIntoView({ block: "nearest" });
  };

  // Brings what rests on a source into view: the sentences of the answer that cite it.
  const showResting = (place) => {
    document.querySelectorAll(".aa-rests").forEach((former) => former.classList.remove("aa-rests"));
    const resting = document.querySelectorAll(`[data-rests~="${CSS.escape(place)}"]`);
    resting.forEach((sentence) => sentence.classList.add("aa-rests"));
    resting[0]?.scrollIntoView({ block: "nearest" });
  };

  // Brings a cited sentence of an article into view, the first where that is past the last.
  let marked = 0;
  const showMark = (number) => {
    const marks = document.querySelectorAll(".aa-article mark");
    if (!marks.length) return;
    marked = ((number - 1 + marks.length) % marks.length) + 1;
    marks.forEach((mark, place) => mark.classList.toggle("aa-followed", place + 1 === marked));
    // What is in sight already stays where it is, with the headline above it.
    const { top, bottom } = marks[marked - 1].getBoundingClientRect();
    if (top < 112 || bottom > innerHeight - 16) marks[marked - 1].scrollIntoView({ block: "center" });
    document.querySelector(".aa-steps [role=status]").textContent = `${marked} of ${marks.length} cited`;
  };

  // Copies an answer, its citation numbers in brackets.
  const copy = (answer) => {
    const said = answer.querySelector(".aa-said, p").cloneNode(true);
    said.querySelectorAll("li").forEach((item) => item.append(" "));
    said.querySelectorAll("a.aa-cite").forEach((link) => link.replaceWith(` [${link.textContent}]`));
    navigator.clipboard?.writeText(said.textContent.trim().replace(/\s+/g, " "));
  };

  // Signing in leads back to the front of the page: where somebody was going is kept for this tab, and gone on to.
  const wanted = "article-assistant-wanted";
  const keepWanted = () => sessionStorage.setItem(wanted, location.pathname + location.search);
  const goToWanted = () => {
    const address = sessionStorage.getItem(wanted);
    sessionStorage.removeItem(wanted);
    if (address && address !== location.pathname + location.search) {
      location.replace(location.origin + address);
    }
  };

  window.articleAssistant = { showTurn, showMark, keepWanted, goToWanted };
  document.addEventListener("keydown", (event) => {
    const step = { n: 1, j: 1, p: -1, k: -1 }[event.key];
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (step && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      showMark(marked + step);
    }
  });
  document.addEventListener("click", (event) => {
    const turn = event.target.closest('[class*="st-key-copy-"]')?.className.match(/st-key-copy-(\d+)/)[1];
    if (turn) {
      copy(document.getElementById(`a${turn}`));
    }
    const step = event.target.closest(".aa-step");
    if (step) {
      showMark(marked + Number(step.dataset.step));
    }
    const number = event.target.closest("a.aa-number");
    if (number) {
      event.preventDefault();
      showResting(number.hash.slice(1));
    }
    const link = event.target.closest("a.aa-cite");
    const sentence = link && document.getElementById(link.hash.slice(1));
    if (sentence) {
      event.preventDefault();
      showSentence(sentence);
    }
  });
}
