using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace LmsActors.Accounts;

/// <summary>Who is who: ASP.NET Core Identity over actors, and the ways to prove it.</summary>
internal static class AccountsSetup
{
    /// <summary>The policy of what only administrators may do.</summary>
    public const string Admin = "admin";

    public static void AddAccounts(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<AccountOptions>().BindConfiguration("Accounts").ValidateDataAnnotations().ValidateOnStart();
        services.AddDataProtection().SetApplicationName("LmsActors");
        services.AddOptions<KeyManagementOptions>().Configure<IGrainFactory>((keys, grains) => keys.XmlRepository = new KeyRing(grains));
        services.AddSingleton<ViewerDirectory>();
        services.AddSingleton<IViewers>(provider => provider.GetRequiredService<ViewerDirectory>());
        services.AddHostedService(provider => provider.GetRequiredService<ViewerDirectory>());
        services.AddIdentity();
        services.AddSchemes(builder.Configuration);
        services.AddAuthorizationBuilder()
            .SetDefaultPolicy(new(
                [new Microsoft.AspNetCore.Authorization.Infrastructure.ClaimsAuthorizationRequirement(Identities.Tenant, null)], []))
            .AddPolicy(Admin, policy => policy.RequireClaim(Identities.Tenant).AddRequirements(new AdminRequirement()));
        services.AddSingleton<Microsoft.AspNetCore.Authorization.IAuthorizationHandler, AdminHandler>();
    }

    /// <summary>Verifies who calls, then whether that still holds.</summary>
    public static void UseAccounts(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseMiddleware<SessionGate>();
        app.UseAuthorization();
    }

    private static void AddIdentity(this IServiceCollection services)
    {
        services.AddScoped<AccountScope>();
        services.AddScoped<SignInService>();
        services.AddScoped<RegistrationService>();
        services.AddScoped<SetupService>();
        services.AddSingleton<AccountAdministration>();
        services.AddSingleton<ILimitedCallers, LimitedCallers>();
        services.AddHostedService<Bootstrap>();
        services.AddSingleton<SignInGuard>();
        services.AddSingleton<Tokens>();
        services.TryAddSingleton<IPasswordHasher<AccountUser>, PasswordHasher<AccountUser>>();
        services.AddIdentityCore<AccountUser>().AddUserStore<AccountStore>();
        services.AddOptions<PasswordHasherOptions>()
            .Configure<IOptions<AccountOptions>>((hasher, accounts) => hasher.IterationCount = accounts.Value.PasswordIterations);
        services.AddOptions<IdentityOptions>().Configure<IOptions<AccountOptions>>((identity, accounts) =>
        {
            // Length is what makes a password strong (NIST SP 800-63B, 5.1.1.2: no rules of composition).
            var password = identity.Password;
            (password.RequireDigit, password.RequireLowercase, password.RequireUppercase, password.RequireNonAlphanumeric) = (false, false, false, false);
            password.RequiredLength = accounts.Value.PasswordLength;
            password.RequiredUniqueChars = 1;
            identity.Lockout.MaxFailedAccessAttempts = accounts.Value.LockoutAfter;
            identity.Lockout.DefaultLockoutTimeSpan = accounts.Value.LockoutFor;
        });
    }

    private static void AddSchemes(this IServiceCollection services, IConfiguration configuration)
    {
        var schemes = services.AddAuthentication(Schemes.Any)
            .AddPolicyScheme(Schemes.Any, null, any => any.ForwardDefaultSelector = SchemeSelector.Select)
            .AddBearerToken(Schemes.Bearer, bearer => bearer.Events.OnMessageReceived = TakeTokenFromQuery)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(Schemes.ApiKey, null)
            .AddCookie(Schemes.Cookie, ShapeCookie);
        services.AddOptions<CookieAuthenticationOptions>(Schemes.Cookie)
            .Configure<IOptions<AccountOptions>>((cookie, accounts) => cookie.ExpireTimeSpan = accounts.Value.SessionLifetime);
        services.PostConfigure<BearerTokenOptions>(Schemes.Bearer, bearer => bearer.BearerTokenProtector = new CachedTickets(bearer.BearerTokenProtector));
        schemes.AddIssuers(configuration);
    }

    /// <summary>Browsers cannot send headers with a WebSocket: there, and only there, a token may stand in the address.</summary>
    private static Task TakeTokenFromQuery(MessageReceivedContext context)
    {
        if (context.Request.Path.StartsWithSegments("/live") && context.Request.Query["access_token"] is [{ Length: > 0 } token])
        {
            context.Token = token;
        }

        return Task.CompletedTask;
    }

    private static void ShapeCookie(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "lms";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.SlidingExpiration = true;
        options.LoginPath = "/sign-in";
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnRedirectToLogin = SendPagesToLogin;
        options.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
    }

    private static Task SendPagesToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (SchemeSelector.IsForPrograms(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else
        {
            context.Response.Redirect(context.RedirectUri);
        }

        return Task.CompletedTask;
    }
}
