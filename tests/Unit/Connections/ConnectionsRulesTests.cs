using CsCheck;

namespace LmsActors.Connections;

public sealed class ConnectionsRulesTests
{
    private static readonly Func<ConnectionsState, string, Decision<ConnectionsEvent>>[] Rules =
    [
        ConnectionsRules.Follow, ConnectionsRules.Unfollow, ConnectionsRules.Befriend, ConnectionsRules.Unfriend, ConnectionsRules.Befriend,
        ConnectionsRules.Block, ConnectionsRules.Unblock, ConnectionsRules.Mute, ConnectionsRules.Unmute, ConnectionsRules.Befriend,
    ];

    [Fact]
    public void AnyInterleaving_DeliveredTwiceAndOutOfOrder_BothSidesAgree()
    {
        var step = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 13], Gen.Int[0, 1000], Gen.Bool);
        step.Array[0, 60].Sample(
            steps =>
            {
                var model = new ConnectionsModel(3);
                foreach (var (actor, other, what, which, again) in steps)
                {
                    if (what >= Rules.Length && model.OnTheirWay > 0)
                    {
                        model.Deliver(which, again);
                    }
                    else if (what < Rules.Length && actor != other)
                    {
                        model.Do(actor, other, Rules[what]);
                    }
                }

                model.DeliverAll();
                AssertAgreement(model, 3);
            },
            iter: 4_000);
    }

    [Fact]
    public void Befriend_CrossingRequests_MakeFriends()
    {
        var model = new ConnectionsModel(2);
        model.Do(0, 1, ConnectionsRules.Befriend);
        model.Do(1, 0, ConnectionsRules.Befriend);
        model.DeliverAll();

        Assert.True(Relation(model, 0, 1).Friend);
        Assert.True(Relation(model, 1, 0).Friend);
    }

    [Fact]
    public void Unfriend_CancelCrossingAnAcceptance_LeavesNothingOnEitherSide()
    {
        var model = new ConnectionsModel(2);
        model.Do(0, 1, ConnectionsRules.Befriend);
        model.DeliverAll();
        model.Do(0, 1, ConnectionsRules.Unfriend);
        model.Do(1, 0, ConnectionsRules.Befriend);
        model.DeliverAll();

        Assert.Equal(Connections.Relation.None, Relation(model, 0, 1));
        Assert.Equal(Connections.Relation.None, Relation(model, 1, 0));
    }

    [Fact]
    public void Unfriend_Declined_AnewNeedsBothAgain()
    {
        var model = new ConnectionsModel(2);
        model.Do(0, 1, ConnectionsRules.Befriend);
        model.DeliverAll();
        model.Do(1, 0, ConnectionsRules.Unfriend);
        model.DeliverAll();
        model.Do(1, 0, ConnectionsRules.Befriend);
        model.DeliverAll();

        Assert.Equal(FriendRequest.Received, Relation(model, 0, 1).Requested);
        Assert.Equal(FriendRequest.Sent, Relation(model, 1, 0).Requested);
        Assert.False(Relation(model, 0, 1).Friend);
    }

    [Fact]
    public void Block_Friends_EndsFollowingAndFriendshipBothWays()
    {
        var model = new ConnectionsModel(2);
        Befriend(model);
        model.Do(0, 1, ConnectionsRules.Follow);
        model.Do(1, 0, ConnectionsRules.Follow);

        model.Do(0, 1, ConnectionsRules.Block);
        model.DeliverAll();

        Assert.Empty(model[0].Following);
        Assert.Empty(model[1].Following);
        Assert.True(Relation(model, 0, 1).Apart && Relation(model, 1, 0).Apart);
        model.Do(0, 1, ConnectionsRules.Unblock);
        model.DeliverAll();
        Assert.Equal(Connections.Relation.None, Relation(model, 0, 1));
        Assert.Equal(Connections.Relation.None, Relation(model, 1, 0));
    }

    [Fact]
    public void AcrossABlock_TheOtherDoesNotExist()
    {
        var model = new ConnectionsModel(2);
        model.Do(0, 1, ConnectionsRules.Block);
        model.DeliverAll();

        foreach (var rule in Rules)
        {
            Assert.Equal("learner.not-found", model.Do(1, 0, rule)?.Code);
        }
    }

    [Fact]
    public void Block_BothWays_OneUnblockKeepsThemApart()
    {
        var model = new ConnectionsModel(2);
        model.Do(0, 1, ConnectionsRules.Block);
        model.Do(1, 0, ConnectionsRules.Block);
        model.DeliverAll();
        model.Do(0, 1, ConnectionsRules.Unblock);
        model.DeliverAll();

        Assert.True(Relation(model, 0, 1).Apart && Relation(model, 1, 0).Apart);
    }

    [Fact]
    public void Follow_BeyondTheLimit_IsRefused()
    {
        var many = Enumerable.Range(0, ConnectionsRules.Follows).Select(i => $"l{i}").ToArray();
        var state = After(new(), ConnectionsRules.FollowMany(new(), "me", many));

        Assert.Equal("connections.too-many-follows", ConnectionsRules.Follow(state, "one-more").Refusal?.Code);
        Assert.Equal("connections.too-many-follows", ConnectionsRules.FollowMany(state, "me", ["one-more"]).Refusal?.Code);
        Assert.Empty(ConnectionsRules.Follow(state, "l5").Events);
    }

    [Fact]
    public void FollowMany_OneselfTheFollowedAndTheHidden_ArePassedOver()
    {
        var state = After(After(new(), ConnectionsRules.Follow(new(), "a")), ConnectionsRules.Block(new(), "b"));

        var decision = ConnectionsRules.FollowMany(state, "me", ["me", "a", "b", "c", "c"]);

        Assert.Equal(1, decision.Subject);
        Assert.Equal(["a", "c"], After(state, decision).Following.Keys.Order());
    }

    [Fact]
    public void Befriend_BeyondTheLimit_IsRefusedOnBothSides()
    {
        var full = Enumerable.Range(0, ConnectionsRules.Friends)
            .Aggregate(new ConnectionsState(), (state, i) => After(state, ConnectionsRules.Befriend(state, $"l{i}")));

        Assert.Equal("connections.too-many-friends", ConnectionsRules.Befriend(full, "one-more").Refusal?.Code);
        Assert.Equal("connections.other-has-too-many-friends", ConnectionsRules.Knock(full, "one-more")?.Code);
        Assert.Null(ConnectionsRules.Knock(full, "l7"));
        var room = After(full, ConnectionsRules.Unfriend(full, "l7"));
        Assert.Null(ConnectionsRules.Befriend(room, "one-more").Refusal);
    }

    private static void AssertAgreement(ConnectionsModel model, int learners)
    {
        for (var a = 0; a < learners; a++)
        {
            for (var b = 0; b < learners; b++)
            {
                if (a != b)
                {
                    AssertPair(model, a, b);
                }
            }
        }
    }

    private static void AssertPair(ConnectionsModel model, int a, int b)
    {
        var (here, there) = (model[a], model[b]);
        var (idA, idB) = (ConnectionsModel.Id(a), ConnectionsModel.Id(b));
        Assert.Equal(here.Friendship(idB).Mine, there.Friendship(idA).Theirs);
        Assert.Equal(here.Block(idB).Mine, there.Block(idA).Theirs);
        Assert.Equal(here.Hidden.Contains(idB), there.Hidden.Contains(idA));
        Assert.Equal(here.Friendship(idB).IsFriendship, there.Friendship(idA).IsFriendship);
        Assert.Equal(here.Friendship(idB).IWant, there.Friendship(idA).TheyWant);
        if (here.Hidden.Contains(idB))
        {
            Assert.True(here.Friendship(idB).IsNothing);
            Assert.False(here.Following.ContainsKey(idB));
        }
    }

    private static void Befriend(ConnectionsModel model)
    {
        model.Do(0, 1, ConnectionsRules.Befriend);
        model.DeliverAll();
        model.Do(1, 0, ConnectionsRules.Befriend);
        model.DeliverAll();
        Assert.True(Relation(model, 0, 1).Friend);
    }

    private static Relation Relation(ConnectionsModel model, int from, int to) => model[from].RelationTo(ConnectionsModel.Id(to), false);

    private static ConnectionsState After(ConnectionsState state, Decision<ConnectionsEvent> decision) =>
        decision.Events.Aggregate(state, (current, happened) => current.Apply(new(0, default, happened)));
}
