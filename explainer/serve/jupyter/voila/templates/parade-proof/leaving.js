// When the page is left, Voilà's script asks the server to end the kernel and sends back the "_xsrf" cookie. Voilà's page handler
// never sets that cookie, so the server would refuse and every closed tab would leave a kernel behind until it is culled.
if (!/(^|; )_xsrf=/.test(document.cookie)) {
  const token = Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
  document.cookie = `_xsrf=${token}; path=${base}; samesite=lax`;
}
