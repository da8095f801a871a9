// Package my holds the pages of a woman's own space: how she opens it, what comes
// next, her plan, what is written of her, who looked, and what she asks for.
//
// Every word comes from the catalogue. A page never asks two things at once,
// never names the service in its title or address, and never keeps anything in
// her browser but the cookie that closes with it.
package my
