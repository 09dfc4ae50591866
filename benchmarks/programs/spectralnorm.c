#include <math.h>
#include <stdio.h>

enum { N = 1000 };
static double u[N], v[N], t[N];

static double a(long i, long j) { return 1 / (double)((i + j) * (i + j + 1) / 2 + i + 1); }

static void times(double *w, const double *x) {
    for (long i = 0; i < N; i++) {
        double sum = 0;
        for (long j = 0; j < N; j++) sum += a(i, j) * x[j];
        w[i] = sum;
    }
}

static void times_transposed(double *w, const double *x) {
    for (long i = 0; i < N; i++) {
        double sum = 0;
        for (long j = 0; j < N; j++) sum += a(j, i) * x[j];
        w[i] = sum;
    }
}

int main(void) {
    for (int i = 0; i < N; i++) u[i] = 1;
    for (int i = 0; i < 20; i++) {
        times(t, u);
        times_transposed(v, t);
        times(t, v);
        times_transposed(u, t);
    }
    double uv = 0, vv = 0;
    for (int i = 0; i < N; i++) uv += u[i] * v[i], vv += v[i] * v[i];
    printf("%.9f\n", sqrt(uv / vv));
}
