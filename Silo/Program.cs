using LmsActors.Hosting;

return await HeadlessSilo.RunAsync(args);
