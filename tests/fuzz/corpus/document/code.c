#/*
 * Copyright 2026. Licensed under the MIT licence.
 */
#include <x.h>

/** Adds. */
int add(int a, int b)
{
  return a + b;
}

struct s { int x; };
