// A form that a passkey answers: asks the site what to sign, the browser to sign
// it, and sends the answer with the form. Without this script the form stays
// hidden, and codes do the same.
const form = document.querySelector('form[data-passkey]')
const able = window.PublicKeyCredential && PublicKeyCredential.parseCreationOptionsFromJSON
const cannot = document.querySelector('[data-passkey-cannot]')

if (form && able) {
  form.hidden = false
  if (cannot) cannot.hidden = true
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const failed = form.querySelector('[data-passkey-failed]')
    failed.hidden = true
    try {
      const asked = await fetch(form.dataset.passkey, { method: 'POST', redirect: 'error' })
      if (!asked.ok) throw new Error(asked.statusText)
      const options = await asked.json()
      const answer = 'passkeyMakes' in form.dataset
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) })
      form.elements.namedItem('answer').value = JSON.stringify(answer)
      form.submit()
    } catch {
      failed.hidden = false
    }
  })
}
