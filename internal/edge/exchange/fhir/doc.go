// Package fhir writes a published questionnaire and one filling in of it as FHIR R4
// resources, and reads such a filling in.
//
// It never names a woman: a resource carries the reference of her case. It never
// reads what it cannot account for: an answer it does not know is an error.
package fhir
