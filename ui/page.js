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
    sentence.closest(".aa-card")?.querySelector("details")?.removeAttribute("open"); // the excerpt is what is shown
    sentence.scrollIntoView({ block: "nearest" });
  };

  // Copies an answer, its citation numbers in brackets.
  const copy = (answer) => {
    const said = answer.querySelector(".aa-said, p").cloneNode(true);
    said.querySelectorAll("li").forEach((item) => item.append(" "));
    said.querySelectorAll("a.aa-cite").forEach((link) => link.replaceWith(` [${link.textContent}]`));
    navigator.clipboard?.writeText(said.textContent.trim().replace(/\s+/g, " "));
  };

  window.articleAssistant = { showTurn };
  document.addEventListener("click", (event) => {
    const turn = event.target.closest('[class*="st-key-copy-"]')?.className.match(/st-key-copy-(\d+)/)[1];
    if (turn) {
      copy(document.getElementById(`a${turn}`));
    }
    const link = event.target.closest("a.aa-cite");
    const sentence = link && document.getElementById(link.hash.slice(1));
    if (sentence) {
      event.preventDefault();
      showSentence(sentence);
    }
  });
}
