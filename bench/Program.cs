using LmsActors.Bench;
using LmsActors.Hosting;

// The benchmarks, or one of the processes that they are made of.
return args switch
{
    ["serve-api", .. var rest] => await BenchServer.RunAsync(rest),
    ["serve-silo", .. var rest] => await HeadlessSilo.RunAsync(rest),
    ["serve-hub", .. var rest] => await RawHubServer.RunAsync(rest),
    ["drive-http", .. var rest] => await HttpDriver.RunAsync(rest),
    ["drive-sockets", .. var rest] => await SocketDriver.RunAsync(rest),
    _ => await BenchRun.RunAsync(args),
};
