//go:build !race

package main

const testQuestions = 100_000
