// Package onward holds the pages by which a woman is sent on to another service: the
// directory, the referral with its preview, what waits for an answer, what services
// answered, advocacy; and the pages behind a link, where a service without an account
// answers.
//
// It never says what stands in a link to somebody without its PIN. A page behind a link shows a box for a PIN and nothing else until the PIN is right,
// the same whether or not there is such a link. Opening the address spends nothing.
package onward
