#include <stdio.h>
#include <stdlib.h>

enum { N = 400 };

static double **matrix(double seed) {
    double **m = malloc(N * sizeof *m);
    for (long i = 0; i < N; i++) {
        m[i] = malloc(N * sizeof **m);
        for (long j = 0; j < N; j++) m[i][j] = seed * (double)(i - j) * (double)(i + j);
    }
    return m;
}

int main(void) {
    double **a = matrix(1.0 / N / N), **b = matrix(2.0 / N / N), **c = malloc(N * sizeof *c);
    for (int round = 0; round < 3; round++) {
        for (long i = 0; i < N; i++) {
            double *row = calloc(N, sizeof *row);
            for (long k = 0; k < N; k++)
                for (long j = 0; j < N; j++) row[j] += a[i][k] * b[k][j];
            c[i] = row;
        }
        double **t = a;
        a = c, c = t;
    }
    printf("%.6g %.6g\n", a[N / 2][N / 2], a[N - 1][0]);
}
