//go:build race

package main

// testQuestions are fewer, for the race detector makes each several times slower.
const testQuestions = 5_000
