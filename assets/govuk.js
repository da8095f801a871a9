// The components of govuk-frontend that our pages start. Everything works
// without them; this file only adds to it.
import { createAll } from 'govuk-frontend/dist/govuk/init.mjs'
import { Button } from 'govuk-frontend/dist/govuk/components/button/button.mjs'
import { Checkboxes } from 'govuk-frontend/dist/govuk/components/checkboxes/checkboxes.mjs'
import { ErrorSummary } from 'govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs'
import { NotificationBanner } from 'govuk-frontend/dist/govuk/components/notification-banner/notification-banner.mjs'
import { Radios } from 'govuk-frontend/dist/govuk/components/radios/radios.mjs'
import { ServiceNavigation } from 'govuk-frontend/dist/govuk/components/service-navigation/service-navigation.mjs'
import { SkipLink } from 'govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs'

// A radio may not carry aria-expanded: WAI-ARIA 1.2 gives that state to check
// boxes, not to radios. What a radio reveals follows it, and it controls it.
class RevealingRadios extends Radios {
  syncConditionalRevealWithInputState (input) {
    super.syncConditionalRevealWithInputState(input)
    input.removeAttribute('aria-expanded')
  }
}

createAll(Button, { preventDoubleClick: true })
for (const component of [Checkboxes, ErrorSummary, NotificationBanner, RevealingRadios, ServiceNavigation, SkipLink]) {
  createAll(component)
}
