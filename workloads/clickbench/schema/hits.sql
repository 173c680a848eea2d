-- The table of ClickBench: one wide row a hit of a web analytics counter, 105 columns, the same names,
-- types and sort key. So a query written for ClickBench runs here as it is.
DROP TABLE IF EXISTS clickbench.hits SYNC;

CREATE TABLE clickbench.hits
(
    WatchID Int64, JavaEnable Int16, Title String, GoodEvent Int16, EventTime DateTime('UTC'), EventDate Date,
    CounterID Int32, ClientIP Int32, RegionID Int32, UserID Int64, CounterClass Int16, OS Int16, UserAgent Int16,
    URL String, Referer String, IsRefresh Int16,
    RefererCategoryID Int16, RefererRegionID Int32, URLCategoryID Int16, URLRegionID Int32,
    ResolutionWidth Int16, ResolutionHeight Int16, ResolutionDepth Int16,
    FlashMajor Int16, FlashMinor Int16, FlashMinor2 String, NetMajor Int16, NetMinor Int16,
    UserAgentMajor Int16, UserAgentMinor String, CookieEnable Int16, JavascriptEnable Int16,
    IsMobile Int16, MobilePhone Int16, MobilePhoneModel String, Params String, IPNetworkID Int32,
    TraficSourceID Int16, SearchEngineID Int16, SearchPhrase String, AdvEngineID Int16, IsArtifical Int16,
    WindowClientWidth Int16, WindowClientHeight Int16, ClientTimeZone Int16, ClientEventTime DateTime('UTC'),
    SilverlightVersion1 Int16, SilverlightVersion2 Int16, SilverlightVersion3 Int32, SilverlightVersion4 Int16,
    PageCharset String, CodeVersion Int32, IsLink Int16, IsDownload Int16, IsNotBounce Int16, FUniqID Int64,
    OriginalURL String, HID Int32, IsOldCounter Int16, IsEvent Int16, IsParameter Int16, DontCountHits Int16,
    WithHash Int16, HitColor String, LocalEventTime DateTime('UTC'),
    Age Int16, Sex Int16, Income Int16, Interests Int16, Robotness Int16,
    RemoteIP Int32, WindowName Int32, OpenerName Int32, HistoryLength Int16,
    BrowserLanguage String, BrowserCountry String, SocialNetwork String, SocialAction String, HTTPError Int16,
    SendTiming Int32, DNSTiming Int32, ConnectTiming Int32, ResponseStartTiming Int32, ResponseEndTiming Int32,
    FetchTiming Int32, SocialSourceNetworkID Int16, SocialSourcePage String,
    ParamPrice Int64, ParamOrderID String, ParamCurrency String, ParamCurrencyID Int16,
    OpenstatServiceName String, OpenstatCampaignID String, OpenstatAdID String, OpenstatSourceID String,
    UTMSource String, UTMMedium String, UTMCampaign String, UTMContent String, UTMTerm String, FromTag String,
    HasGCLID Int16, RefererHash Int64, URLHash Int64, CLID Int32
)
ENGINE = MergeTree
PRIMARY KEY (CounterID, EventDate, UserID, EventTime, WatchID)
-- A vertical merge cuts granules where its blocks end, which differs from build to build.
SETTINGS enable_vertical_merge_algorithm = 0, old_parts_lifetime = 1;
