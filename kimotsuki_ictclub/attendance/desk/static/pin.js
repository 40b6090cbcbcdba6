// A one-time link brings its secret behind the #: it goes to the PC in the form, and out of the address.
const enterByLink = () => {
  const secret = location.hash.slice(1);
  if (!secret) return;
  history.replaceState(null, "", location.pathname);
  const form = document.querySelector("form");
  const field = form.elements.namedItem("link");
  field.value = secret;
  field.disabled = false;
  form.elements.namedItem("pin").disabled = true;
  form.submit();
};
enterByLink();
// A link opened where this page already stands loads nothing anew: only what is behind the # changes.
addEventListener("hashchange", enterByLink);
