// A one-time link brings its secret behind the #: it goes to the PC in the form, and out of the address.
const secret = location.hash.slice(1);
if (secret) {
  history.replaceState(null, "", location.pathname);
  const form = document.querySelector("form");
  const field = form.elements.namedItem("link");
  field.value = secret;
  field.disabled = false;
  form.elements.namedItem("pin").disabled = true;
  form.submit();
}
