(()=>{window.kioskKeys={sign:"English"};})();
