using BenchmarkDotNet.Running;
using Kith.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(ModelAnswers).Assembly).Run(args);
