// Package assessment holds the pages on which a worker asks a woman the screening
// questions, scores a published questionnaire, and follows the safety steps.
//
// What she told stands beside its question and is not asked again unless she wants.
// The pages never fill in an answer for her, and never set one questionnaire
// against another.
package assessment
