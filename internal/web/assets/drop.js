// A file dropped on a form that takes one.
"use strict";
(() => {
  for (const form of document.querySelectorAll("form[data-dropform]")) {
    const file = form.querySelector("[type=file]");
    form.addEventListener("dragover", (e) => { if ([...e.dataTransfer.types].includes("Files")) { e.preventDefault(); form.classList.add("over"); } });
    form.addEventListener("dragleave", (e) => { if (!form.contains(e.relatedTarget)) form.classList.remove("over"); });
    form.addEventListener("drop", (e) => {
      if (!e.dataTransfer.files.length) return;
      e.preventDefault();
      form.classList.remove("over");
      file.files = e.dataTransfer.files;
    });
  }
})();
